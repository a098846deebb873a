/* figure/folder.h - where the scripts are, and the private folder in which gnuplot works. */
#ifndef ETHO_FIGURE_FOLDER_H
#define ETHO_FIGURE_FOLDER_H

#include "base/text.h"

/* The folder of the plot scripts: $ETHOSTAT_PLOTS, else plots/ beside or above the running program, else the
 * installed PREFIX/share/ethostat/plots. ETHO_ERR_IO when none of them holds begin.gp. */
etho_status etho_plots_find(etho_text *folder, etho_error *error);

/* A new private folder with a link `plots` to the scripts; absolute path. */
etho_status etho_folder_make(const char *plots, etho_text *folder, etho_error *error);
/* Remove such a folder and all that is in it. */
void etho_folder_remove(const char *folder);

#endif
