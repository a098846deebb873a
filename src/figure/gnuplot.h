/* figure/gnuplot.h - the one place that starts a program: a gnuplot that takes commands through a socket,
 * without a shell, in a private folder of its own.
 *
 * gnuplot never sees a name that a user chose: it works inside a fresh folder in which the data are d0.tsv,
 * d1.tsv, ... the results f0.svg, f1.svg, ... and the scripts a link called `plots`. */
#ifndef ETHO_FIGURE_GNUPLOT_H
#define ETHO_FIGURE_GNUPLOT_H

#include "base/text.h"

typedef struct etho_gnuplot etho_gnuplot;

/* Start gnuplot in folder (absolute path). ETHO_ERR_IO with the remedy when it is not installed. */
etho_status etho_gnuplot_start(const char *folder, etho_gnuplot **process, etho_error *error);
/* Send commands without waiting for what they do. false: not all could be sent, and the process is of no use. */
bool etho_gnuplot_send(etho_gnuplot *process, const char *commands);
/* Send the last commands, wait until gnuplot has done them or timeout_s is over; messages gets what it printed.
 * ETHO_ERR_IO when it did not end well. The process is over afterwards. */
etho_status etho_gnuplot_finish(etho_gnuplot *process, const char *commands, double timeout_s,
                                etho_text *messages, etho_error *error);
/* Stop it if it still runs, and forget it. */
void etho_gnuplot_free(etho_gnuplot *process);

#endif
