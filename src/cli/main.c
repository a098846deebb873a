#include <stdio.h>

#include "ethostat.h"

int main(void) {
  puts(etho_version());
  return 0;
}
