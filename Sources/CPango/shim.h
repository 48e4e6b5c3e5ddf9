#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <hb.h>
#include <hb-ot.h>
#include <hb-subset.h>
