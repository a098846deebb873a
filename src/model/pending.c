#include "model/problem.h"
static etho_status later(etho_error *error) {
  return etho_error_set(error, ETHO_ERR_USAGE, "this kind of model is not available");
}
etho_status etho_fit_beta_binomial(etho_problem *problem, etho_error *error) {
  (void)problem;
  return later(error);
}
etho_status etho_fit_cox(etho_problem *problem, etho_error *error) {
  (void)problem;
  return later(error);
}
