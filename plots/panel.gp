# panel.gp - axes of one panel: set PANEL to its number and load this file, then plot.
N_ = sprintf("%d", PANEL)
set margins at screen v("left".N_) / WIDTH, at screen v("right".N_) / WIDTH, at screen v("bottom".N_) / HEIGHT, at screen v("top".N_) / HEIGHT
set xrange [v("x_low".N_):v("x_high".N_)]
set yrange [v("y_low".N_):v("y_high".N_)]
unset xtics
unset ytics
unset grid
set border v("border".N_) lw THIN lc rgb INK
if (v("x_step".N_) > 0) {
  set xtics out nomirror scale 0.45 font SMALL_FONT textcolor rgb INK v("x_first".N_), v("x_step".N_), v("x_high".N_) format sprintf("%%.%df", v("x_decimals".N_)) offset 0, 0.3
}
if (v("y_step".N_) > 0) {
  set ytics out nomirror scale 0.45 font SMALL_FONT textcolor rgb INK v("y_first".N_), v("y_step".N_), v("y_high".N_) format sprintf("%%.%df", v("y_decimals".N_))
}
if (v("gridlines") > 0) { set grid ytics back lt 1 lw THIN lc rgb GRID dt solid }
CAP = 0.7 / (v("right".N_) - v("left".N_)) # caps of whiskers: 0.7 mm to each side, as a part of the panel
