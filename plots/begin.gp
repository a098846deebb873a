# begin.gp - what every chart starts with: reads the block `frame` of the data file, opens the page.
# A chart sets DATA, OUTPUT, FORMAT and PLOTS from its arguments and loads this file.
# Afterwards: v("name") is a number of the frame, has("block") tells whether the block is there; PT is the line width of
# one point, ps_mm(r) the point size of a mark with radius r mm; INK, PAPER, GRID are colours.
reset
set encoding utf8
set datafile separator tab
set minussign
S = " "
stats DATA index 'frame' using (S = S.strcol(1)."=".strcol(2)." ", 0) nooutput
v(name) = (P = strstrt(S, " ".name."="), P > 0 ? real(S[P + strlen(name) + 2 : P + strlen(name) + 26]) : 0)
has(name) = v("n_".name) > 0

WIDTH = v("width"); HEIGHT = v("height"); NORMAL = v("normal_pt"); SMALL = v("small_pt")
INK = v("ink"); PAPER = v("paper"); GRID = v("grid")
FONT = "Arial"
if (!exists("FORMAT") || FORMAT eq "") FORMAT = "svg"
if (FORMAT eq "svg") {
  PX = 96 / 25.4; UNIT = 96 / 72.0; PT = UNIT
  set terminal svg noenhanced size WIDTH * PX, HEIGHT * PX fixed font sprintf("%s,%.2f", FONT, NORMAL * UNIT) background rgb sprintf("#%06x", PAPER)
  ps_mm(r) = r * PX / (0.375 * NORMAL * UNIT)
}
# cairo sets type at 96 dots per inch: a point is 0.75 of its units.
if (FORMAT eq "png") {
  PX = 300 / 25.4; UNIT = 0.75; PT = 300 / 72.0
  set terminal pngcairo noenhanced size WIDTH * PX, HEIGHT * PX fontscale PT font sprintf("%s,%.2f", FONT, NORMAL * UNIT) background rgb sprintf("#%06x", PAPER)
  ps_mm(r) = r * PX / 3
}
if (FORMAT eq "pdf" || FORMAT eq "eps") {
  UNIT = 0.75; PT = 2
  SIZE = sprintf("noenhanced size %.4fcm,%.4fcm fontscale 1 font '%s,%.2f'", WIDTH / 10, HEIGHT / 10, FONT, NORMAL * UNIT)
  eval "set terminal ".FORMAT."cairo ".SIZE
  ps_mm(r) = r / 25.4 * 72 / 3
}
if (FORMAT eq "tex") {
  UNIT = 1; PT = 2
  set terminal cairolatex pdf size WIDTH / 10 cm,HEIGHT / 10 cm fontscale 1 font sprintf(",%.2f", NORMAL)
  ps_mm(r) = r / 25.4 * 72 / 3
}
SMALL_FONT = sprintf(",%.2f", SMALL * UNIT)
NORMAL_FONT = sprintf(",%.2f", NORMAL * UNIT)
if (OUTPUT ne "") set output OUTPUT
unset key
THIN = 0.5 * PT; LINE = 0.8 * PT; THICK = 1.5 * PT
set border 3 lw THIN lc rgb INK
set tics out nomirror scale 0.55 font SMALL_FONT textcolor rgb INK
PAGE = ""
# layer("block", "using ... with ...") adds a block to the plot command in PAGE, when the data file has it.
layer(name, how) = has(name) ? (PAGE eq "" ? "plot " : PAGE.", ")."DATA index '".name."' ".how : PAGE
MARKS = "pt variable lc rgb variable ps ps_mm(v('mark_mm'))"
DASH = "lw THIN lc rgb INK dt (6,4)"
set multiplot
