/* The canonical columns and the spellings of their headers. Spellings are compared without case, spaces,
 * punctuation and units; the first in a list is the best. Exploration columns are also understood word by
 * word (headers.c). */
#include "import/vocabulary.h"

#include <string.h>

static const etho_role_info roles[] = {
    {"animal", "text", "who was measured",
     "animal, animal id, animal no, animal number, animal name, animal code, animal tag, animal nr, mouse, "
     "mouse id, mouse no, "
     "mouse number, mouse name, mouse nr, mouse tag, rat, rat id, rat no, rat number, rat name, subject, "
     "subject id, subject no, "
     "subject number, subject name, subj, subj id, ear tag, ear mark, tag, tag id, animalid, pup, "
     "individual, individual id, "
     "participant, tier, tier nr, tiernummer, maus, maus nr, souris, raton, id, ids, identifier, animals, "
     "mice, specimen, name, "
     "no, nr, number, code, animal tag no, animal identifier, mouse identifier, subject identifier, mouse "
     "code, subject code, mice id, mouse ear tag, microchip, chip id, rfid, tier id, tier no, versuchstier, "
     "tier kennung, animal tag number, animal id number, id animal, id mouse, id rat, mouse tag no, animal "
     "ids, subject ids, raton id, id raton, id souris, n souris, numero souris, rata, rata id, animal n, "
     "ratón, ratón id, id animal no, animal label, mouse label, rat label"},
    {"arm", "text", "the group of the study that the animal belongs to",
     "arm, study arm, group, groups, experimental group, treatment group, group name, group id, group "
     "assignment, treatment, "
     "treatments, trt, treat, condition, conditions, cond, genotype, geno, gt, therapy, drug, intervention, "
     "exposure, gruppe, "
     "groupe, grupo, behandlung, traitement, tratamiento, strain, model, diet, treatment arm, treatment "
     "condition, experimental arm, experimental condition, exp group, tx, grp, group code, group no, study "
     "group, trial arm, geno type, mouse genotype, animal genotype, genotype group, condition group, group "
     "name id, gruppen, versuchsgruppe, genotyp, groupe exp, groupe experimental, grupo experimental, "
     "tratamiento grupo, condicion, condición, genotipo, génotype, genotipado, cohort group, treatment group "
     "name, tx group, treatment name, drug treatment, drug group, line genotype, cohort"},
    {"sex", "text", "sex of the animal", "sex, gender, m/f, geschlecht, sexe, sexo, geschl"},
    {"cage", "text", "the cage that the animal lives in",
     "cage, cage id, cage no, cage number, cage nr, cage name, home cage, housing, cage assignment, kaefig, "
     "käfig, kafig, kaefig nr, käfig nr, jaula, caja, n cage, numero cage"},
    {"phase", "text", "training or test (or habituation)",
     "phase, stage, test phase, task phase, session type, trial type, trial phase, phase name, test type, "
     "part, epoch, session phase, test stage, task stage, experimental phase, experiment phase, phase of "
     "test, phase of experiment, test session phase, trial stage, stage name, fase, versuchsphase, etape, "
     "étape"},
    {"session", "text", "session",
     "session, session no, session number, session id, sess, visit, sitzung, sesion, sesión, seance, séance"},
    {"day", "text", "day",
     "day, test day, day no, day number, experiment day, days, tag des versuchs, testtag, versuchstag, jour, "
     "dia, día, day of test, day of testing, testing day, training day, trial day"},
    {"trial", "number", "number of the trial",
     "trial, trial no, trial number, trial num, trial nr, trial id, run, run no, trial #, trial name, "
     "durchgang, durchgang nr, versuch nr, essai, ensayo, trials no, trial order, trial idx, trial index, versuch"},
    {"bin", "number", "time bin of the row",
     "bin, time bin, minute, minute no, interval, bin no, bin number, time bin no, min, minutes bin, "
     "zeitintervall"},
    {"novel_s", "time", "exploration of the novel (or displaced) object",
     "novel_s, novel, novel time, time novel, novel object, new object, t novel, tn, unfamiliar object, time "
     "exploring the novel "
     "object, novel exploration, neues objekt, nouvel objet, objet nouveau, objeto nuevo, objeto novedoso"},
    {"familiar_s", "time", "exploration of the familiar object",
     "familiar_s, familiar, familiar time, time familiar, familiar object, old object, t familiar, tf, fam, "
     "familiar exploration, bekanntes objekt, altes objekt, objet familier, objeto familiar"},
    {"left_s", "time", "exploration of the object on the left",
     "left_s, left, left object, time left, left exploration, linkes objekt, objet gauche, objeto izquierdo, "
     "izquierda, gauche, links"},
    {"right_s", "time", "exploration of the object on the right",
     "right_s, right, right object, time right, right exploration, rechtes objekt, objet droit, objeto "
     "derecho, derecha, droite, rechts"},
    {"object_a_s", "time", "exploration of object A (or 1)",
     "object_a_s, object a, object 1, obj a, obj 1, o1, a1"},
    {"object_b_s", "time", "exploration of object B (or 2)",
     "object_b_s, object b, object 2, obj b, obj 2, o2, a2"},
    {"novel_side", "text", "the side where the novel object stands",
     "novel_side, side of novel, novel position, novel location, novel object side, novel object position, "
     "novel object location, "
     "position of novel, unfamiliar position, new object side, novel on, side of novel object, side novel, "
     "location of novel object, location of novel, where is novel, novel loc, novel pos"},
    {"novel_object", "text", "which object is the novel one",
     "novel_object, novel object is, which is novel, new object is, novel is, novel object id, novel object "
     "name, which object is novel, novel object letter, novel object label, novel obj id"},
    {"object_a", "text", "what object A is", "object_a, object a name, object 1 name"},
    {"object_b", "text", "what object B is", "object_b, object b name, object 2 name"},
    {"left_object", "text", "what stands on the left: its name, or novel or familiar",
     "left_object, left object name, left object id"},
    {"right_object", "text", "what stands on the right", "right_object, right object name, right object id"},
    {"object_type", "text", "familiar or novel, where each row is one object",
     "object_type, type object, object status, familiarity, novelty, object familiarity, object novelty, "
     "object category, "
     "novel or familiar, novel/familiar, type of object, object identity, novel or fam, novelty status, "
     "object kind, stimulus type, target object, target"},
    {"object", "text", "the object, where each row is one object",
     "object, object name, object id, objects, obj, stimulus, stimulus object"},
    {"position", "text", "where the object stands, where each row is one object",
     "position, side, location, object side, object position, object location, place"},
    {"time_s", "time", "exploration, where each row is one object",
     "time_s, exploration, exploration time, time, exploration duration, investigation time, time exploring, "
     "time explored, "
     "interaction time, seconds, sniffing time, explored, exploring, time spent, time spent exploring, "
     "exploring time, object exploration, object exploration time, sniffing, investigation, interaction, "
     "interaction duration, investigation duration, time spent on object, time at object, time with object, "
     "erkundungszeit, erkundung, temps exploration, temps d exploration, tiempo de exploracion, tiempo de "
     "exploración, exploracion, exploración"},
    {"total_s", "time", "exploration of all objects together",
     "total_s, total exploration, total exploration time, total exp time, exploration total, total time "
     "exploring, total, "
     "total object exploration, total investigation, total interaction, gesamtzeit, temps total, tiempo "
     "total, gesamterkundung"},
    {"duration_s", "time", "length of the trial",
     "duration_s, duration, trial duration, trial length, test duration, session duration, session length, "
     "test length, "
     "recording duration, dauer, duree, durée, duracion, duración"},
    {"novel_bouts", "count", "bouts at the novel object", "novel_bouts, novel visits, novel entries"},
    {"familiar_bouts", "count", "bouts at the familiar object",
     "familiar_bouts, familiar visits, familiar entries"},
    {"left_bouts", "count", "bouts at the object on the left", "left_bouts"},
    {"right_bouts", "count", "bouts at the object on the right", "right_bouts"},
    {"object_a_bouts", "count", "bouts at object A", "object_a_bouts"},
    {"object_b_bouts", "count", "bouts at object B", "object_b_bouts"},
    {"novel_latency_s", "time", "seconds to the first bout at the novel object",
     "novel_latency_s, latency to novel"},
    {"familiar_latency_s", "time", "seconds to the first bout at the familiar object",
     "familiar_latency_s, latency to familiar"},
    {"left_latency_s", "time", "seconds to the first bout on the left", "left_latency_s"},
    {"right_latency_s", "time", "seconds to the first bout on the right", "right_latency_s"},
    {"object_a_latency_s", "time", "seconds to the first bout at object A", "object_a_latency_s"},
    {"object_b_latency_s", "time", "seconds to the first bout at object B", "object_b_latency_s"},
    {"choice", "text", "the maze arm that was chosen",
     "choice, choice arm, chosen arm, arm chosen, arm choice, selected arm, goal arm chosen, arm entered, "
     "entered arm, choice side, "
     "side chosen, chosen side, turn, direction, decision, response, choice run, test arm, second arm, arm "
     "2, wahl, goal arm, goal choice, free choice, free choice arm, test choice, choice made, selected side, "
     "selected, arm selected, arm visited, visited arm, second choice, chosen, choix, eleccion, elección, "
     "gewaehlter arm, gewählter arm, brazo elegido"},
    {"sample", "text", "the maze arm of the forced (sample) run",
     "sample, sample arm, forced arm, forced, forced choice, sample run, sample choice, forced side, sample "
     "side, start arm, "
     "first arm, arm 1, previous arm, forced run, forced arm side, forced turn, forced direction, forced "
     "trial, sample turn, first choice, sample phase arm, probearm, brazo forzado, bras force, bras forcé"},
    {"correct", "truth", "was the choice correct",
     "correct, is correct, correct choice, success, outcome, accuracy, alternated, alternation, result, hit, "
     "score, "
     "correct/incorrect, correct y/n, correct 0/1, richtig, rewarded, correct response, trial correct, "
     "choice correct, successful, success failure, correct trial, trial outcome, correct alternation, "
     "alternation success, correcte, correcto, acierto"},
    {"latency_s", "time", "seconds to the choice",
     "latency_s, latency, choice latency, latency to choice, latency to choose, response time, response "
     "latency, reaction time, "
     "time to choice, lat, latency to reach, decision time, goal latency, choice time, time to choose, "
     "latency choice, run time, choice response time, latenz, latence, latencia, latency to enter, latency "
     "to enter arm, latency to goal, latency to first choice"},
    {"sequence", "text", "maze arms in the order of entry",
     "sequence, arm sequence, sequence of arms, arm entry sequence, entry sequence, entries sequence, arm "
     "entries, entries, arms, "
     "visits, arm visits, path, arm order, order of entries, sequence of entries, alternation sequence, arms "
     "visited, visited arms, arms entered, entered arms, entry order, arm visit sequence, visit sequence, "
     "visit order, order of arms, order of arm entries, sequence entries, arms sequence, choices, sequence "
     "of arm entries, sequence of arm visits, order of visits, sequenz, sequence d entrees, secuencia, "
     "armsequenz"},
    {"n_correct", "count", "number of correct trials",
     "n_correct, correct trials, number correct, no correct, n correct choices, correct choices, number of "
     "correct trials, "
     "number of correct choices, correct count, count correct, successes, hits, num correct, n correct "
     "trials, correct n, correct no, correct responses, number of correct responses, total correct, trials "
     "correct, no of correct trials, no of correct choices, n alternations correct, number of successes, "
     "success count, n success, n successes"},
    {"n_trials", "count", "number of trials",
     "n_trials, trials, total trials, number trials, number of trials, no trials, no of trials, num trials, "
     "attempts, trial count, "
     "trials total, trials completed, n trials total, trials n, number of trials completed, no of trials "
     "completed, completed trials, n trials completed, trials run, total number of trials, total no of "
     "trials, trials performed, n total, number total"},
    {"n_incorrect", "count", "number of trials that were not correct",
     "n_incorrect, incorrect, incorrect trials, errors, number of errors, number incorrect, wrong, wrong choices, "
     "incorrect choices, failures, number of failures, misses, error trials, incorrect responses, falsch"},
    {"recording", "text",
     "the recording that the row belongs to: key files may name it instead of the animal",
     "recording, video, video name, video file, video id, file, file name, filename, observation id, "
     "observation, media file, videodatei, fichier video, archivo de video"},
    {"value", "number", "a value that is no trial (prism-wide)", "value"},
    {"frames_lost", "number", "share of frames without a usable position", "frames_lost"},
};

size_t etho_role_count(void) {
  return sizeof roles / sizeof *roles;
}

const etho_role_info *etho_role_at(size_t index) {
  return index < etho_role_count() ? &roles[index] : NULL;
}

const etho_role_info *etho_role_find(const char *name) {
  for (size_t i = 0; i < etho_role_count(); i++)
    if (strcmp(roles[i].name, name) == 0) return &roles[i];
  return NULL;
}
