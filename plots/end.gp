# end.gp - what every chart ends with: the words, lines and marks that stand on the page itself, in mm.
set margins 0, 0, 0, 0
unset border
unset tics
unset grid
set xrange [0:WIDTH]
set yrange [0:HEIGHT]
PAGE = ""
PAGE = layer("boxes", "using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable")
PAGE = layer("rules", "using 1:2:3 with lines lw THIN lc rgb variable")
PAGE = layer("keys", "using 1:2:3:4 with points ".MARKS)
label = "using 1:2:5:3:4 with labels noenhanced rotate variable tc rgb variable "
PAGE = layer("text_left", label."left font NORMAL_FONT")
PAGE = layer("text_center", label."center font NORMAL_FONT")
PAGE = layer("text_right", label."right font NORMAL_FONT")
PAGE = layer("small_left", label."left font SMALL_FONT")
PAGE = layer("small_center", label."center font SMALL_FONT")
PAGE = layer("small_right", label."right font SMALL_FONT")
if (PAGE ne "") eval PAGE
unset multiplot
unset output
