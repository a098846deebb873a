/* The option tables that several commands share. */
#include "cli/cli.h"

const cli_option cli_options_common[] = {
    {.name = "help", .letter = 'h', .help = "show this help"},
    {.name = NULL},
};

const cli_option cli_options_input[] = {
    {.name = "sheet", .argument = "NAME", .help = "sheet of an Excel workbook, by name or number (default: the first)"},
    {.name = "encoding", .argument = "NAME", .help = "character encoding, such as UTF-16LE, Windows-1252, CP932 (default: detected)"},
    {.name = "delimiter", .argument = "CHAR", .help = "field separator: , ; | or tab (default: detected)"},
    {.name = "decimal", .argument = "CHAR", .help = "decimal mark: . or , (default: detected)"},
    {.name = "header-line", .argument = "N", .help = "line of the header; lines above it are skipped"},
    {.name = "no-header", .help = "the first line is data; columns are named column_1, column_2, ..."},
    {.name = NULL},
};

const cli_option cli_options_output[] = {
    {.name = "format", .letter = 'f', .argument = "NAME", .help = "text (default), json, csv, markdown, html or latex"},
    {.name = NULL},
};

const cli_option cli_options_columns[] = {
    {.name = "value", .letter = 'v', .argument = "COL", .help = "the measured values"},
    {.name = "by", .letter = 'b', .argument = "COL", .help = "the groups that are compared"},
    {.name = "subject", .argument = "COL", .help = "who was measured: pairing and repeated measures by id"},
    {.name = "within", .argument = "COL", .repeatable = true, .help = "a factor that changes within a subject"},
    {.name = "between", .argument = "COL", .repeatable = true, .help = "a factor that differs between subjects"},
    {.name = "cluster", .argument = "COL", .help = "the cage, for the cluster bootstrap"},
    {.name = "rater", .argument = "COL", .help = "who scored, for agreement"},
    {.name = "category", .argument = "COL", .help = "the second categorical column of a contingency table"},
    {.name = "x", .argument = "COL", .help = "first column of a correlation or agreement"},
    {.name = "y", .argument = "COL", .help = "second column of a correlation or agreement"},
    {.name = "count", .argument = "COL", .help = "successes"},
    {.name = "total", .argument = "COL", .help = "trials that the successes are out of"},
    {.name = "time", .argument = "COL", .help = "latency or survival time"},
    {.name = "event", .argument = "COL", .help = "1 = it happened, 0 = censored"},
    {.name = "p", .argument = "COL", .help = "p-values, for adjust"},
    {.name = "weight", .argument = "COL", .help = "how many times a row counts"},
    {.name = "where", .letter = 'w', .argument = "COL=VALUE", .repeatable = true, .help = "keep only these rows (= != < <= > >=)"},
    {.name = NULL},
};

const cli_option cli_options_stats[] = {
    {.name = "groups", .argument = "A,B", .help = "only these groups, in this order", .honoured = ETHO_OPT_GROUPS},
    {.name = "control", .argument = "A", .help = "the control group: compared first, and every group against it", .honoured = ETHO_OPT_CONTROL},
    {.name = "mu", .argument = "X", .help = "the value under the null hypothesis", .honoured = ETHO_OPT_MU},
    {.name = "alternative", .argument = "SIDE", .help = "two-sided (default), less or greater", .honoured = ETHO_OPT_ALTERNATIVE},
    {.name = "conf", .argument = "X", .help = "confidence level (default 0.95)", .honoured = ETHO_OPT_CONF},
    {.name = "adjust", .argument = "NAME", .help = "holm (default for families), bonferroni, sidak, holm_sidak, hochberg, hommel, bh, by, none", .honoured = ETHO_OPT_ADJUST},
    {.name = "exact", .help = "exact p-values only", .honoured = ETHO_OPT_EXACT},
    {.name = "approximate", .help = "large-sample p-values", .honoured = ETHO_OPT_EXACT},
    {.name = "zeros", .argument = "NAME", .help = "zero differences: wilcox (default) or pratt", .honoured = ETHO_OPT_ZEROS},
    {.name = "quantile-type", .argument = "N", .help = "1 to 9: 7 (default) is R's and Excel's, 6 Prism's, 2 SAS's", .honoured = ETHO_OPT_QUANTILE},
    {.name = "moment-type", .argument = "N", .help = "skewness and kurtosis type 1, 2 or 3 (default)", .honoured = ETHO_OPT_MOMENTS},
    {.name = "trim", .argument = "X", .help = "share trimmed from each end (default 0.2)", .honoured = ETHO_OPT_TRIM},
    {.name = "statistic", .argument = "NAME", .help = "what is permuted or resampled: see `ethostat list tests`", .honoured = ETHO_OPT_STATISTIC},
    {.name = "variant", .argument = "NAME", .help = "a named form of the procedure: see `ethostat list tests`", .honoured = ETHO_OPT_VARIANT},
    {.name = "bound", .argument = "LOW,HIGH", .help = "equivalence bounds; one number means -X,X", .honoured = ETHO_OPT_BOUNDS},
    {.name = "weights", .argument = "W,W,...", .help = "contrast weights in the order of the groups", .honoured = ETHO_OPT_WEIGHTS},
    {.name = "resamples", .argument = "N", .help = "bootstrap resamples or Monte Carlo permutations", .honoured = ETHO_OPT_RESAMPLES},
    {.name = "seed", .argument = "N", .help = "seed of every random number (default 20240229)", .honoured = ETHO_OPT_SEED},
    {.name = "threads", .argument = "N", .help = "processors to use; never changes a result", .honoured = ETHO_OPT_THREADS},
    {.name = NULL},
};
