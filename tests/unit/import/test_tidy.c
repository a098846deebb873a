/* Tables with a row per trial (or object), in the spellings of the field. */
#include "import_case.h"

static void test_nor(void) {
  IMPORTS("canonical", "animal,arm,phase,novel_s,familiar_s\nm1,A,test,12.5,6\nm2,B,training,5,5\n",
          "tidy-nor|animal,arm,phase,novel_s,familiar_s/m1,A,test,12.5,6/m2,B,training,5,5", "");
  IMPORTS(
      "words of the field",
      "Mouse ID;Treatment Group;Session;Time exploring novel object (s);Familiar object "
      "[s];Comment\n007;CAR-T;T2;12,5;6,25;x\n1.10;Control;T1;3,5;1:02,5;\n",
      "tidy-nor|animal,arm,phase,novel_s,familiar_s/007,CAR-T,test,12.5,6.25/1.10,Control,training,3.5,62.5",
      "N-PHASE@2:0 N-PHASE@3:0");
  IMPORTS("milliseconds and minutes", "Rat,group,Novel (ms),Familiar (min)\n1,A,1500,0.5\n2,B,2500,1\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,1.5,30/2,B,2.5,60", "");
  IMPORTS("clock times", "animal,group,Novel,Familiar\n1,A,0:12.5,1:00:02\n2,B,1:05,0:59.9\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,12.5,3602/2,B,65,59.9", "");
  IMPORTS(
      "left, right and the novel side",
      "animal,group,phase,left,right,novel side\n1,A,test,10,20,R\n1,A,training,7,8,\n2,B,test,10,20,Left\n",
      "tidy-nor|animal,arm,phase,novel_s,familiar_s,left_s,right_s,novel_side/1,A,test,20,10,10,20,right/"
      "1,A,training,,,7,8,/2,B,test,10,20,10,20,left",
      "");
  IMPORTS("two objects and which is novel",
          "animal,group,Object A (s),Object B (s),Novel object\n1,x,3,4,A\n2,y,5,6,Object B\n",
          "tidy-nor|animal,arm,novel_s,familiar_s,object_a_s,object_b_s,novel_object/1,x,3,4,3,4,A/"
          "2,y,6,5,5,6,B",
          "");
  IMPORTS(
      "the moved object",
      "MouseID,Genotype,Object 1 that stayed (s),Object 2 that will move (s)\n754,WT,16.7,16\n755,HET,1,2\n",
      "tidy-nor|animal,arm,novel_s,familiar_s/754,WT,16,16.7/755,HET,2,1", "");
  IMPORTS("training and test in columns",
          "animal,arm,training_left,training_right,test_novel,test_familiar\n1,A,5,6,9,4\n",
          "tidy-nor|animal,arm,phase,novel_s,familiar_s,left_s,right_s/1,A,training,,,5,6/1,A,test,9,4,,",
          "");
  IMPORTS("minutes in columns",
          "animal,arm,novel_min_1,novel_min_2,familiar_min_1,familiar_min_2\n1,A,5,6,3,2\n",
          "tidy-nor|animal,arm,bin,novel_s,familiar_s/1,A,1,5,3/1,A,2,6,2", "");
  IMPORTS("the novel side is not known", "animal,arm,left_s,right_s\n1,A,5,6\n",
          "tidy-nor|animal,arm,left_s,right_s/1,A,5,6", "E-NOVEL-UNKNOWN@2:0");
  etho_pair setting = {"novel", "right"};
  etho_import_options declared = {.settings = &setting, .n_settings = 1};
  IMPORTS_WITH("the novel side is declared", "animal,arm,left_s,right_s\n1,A,5,6\n", &declared,
               "tidy-nor|animal,arm,novel_s,familiar_s,left_s,right_s,novel_side/1,A,6,5,5,6,right", "");
}

static void test_long(void) {
  IMPORTS("a row per object",
          "Session,Animal,Sex,Treatment,Object,Location,Type_object,Exploration\nTS,3I,M,A,BEAKER,up,Fam,4."
          "8\nTS,3I,M,A,LEGO,down,Nov,3.6\nTR,3I,M,A,LEGO,up,Fam,1\nTR,3I,M,A,LEGO,down,Fam,2\n",
          "long-nor|animal,arm,sex,phase,novel_s,familiar_s,object_a_s,object_b_s,object_a,object_b/"
          "3I,A,M,test,3.6,4.8,,,,/3I,A,M,training,,,1,2,LEGO,LEGO",
          "N-PHASE@2:0 N-PHASE@4:0");
  IMPORTS("sides and order do not matter",
          "animal,phase,side,object "
          "type,time\n1,test,left,novel,8\n2,test,left,familiar,3\n1,test,right,familiar,2\n2,test,right,"
          "novel,4\n",
          "long-nor|animal,phase,novel_s,familiar_s,left_s,right_s,novel_side/1,test,8,2,8,2,left/"
          "2,test,4,3,3,4,right",
          "");
  IMPORTS("half a pair", "animal,object type,time\n1,novel,8\n1,familiar,3\n2,novel,4\n",
          "long-nor|animal,novel_s,familiar_s/1,8,3/2,4,", "E-LONG-PAIR@4:0");
  IMPORTS("a third row", "animal,object type,time\n1,novel,8\n1,familiar,3\n1,novel,4\n",
          "long-nor|animal,novel_s,familiar_s/1,8,3", "E-LONG-PAIR@4:3");
}

static void test_maze(void) {
  IMPORTS("choice", "mouse,group,trial,choice,latency (s)\nm1,A,1,Left,5\nm1,A,2,r,6.5\n",
          "tidy-tmaze|animal,arm,trial,choice,latency_s/m1,A,1,L,5/m1,A,2,R,6.5", "");
  IMPORTS("sample and choice",
          "ID,Treatment,Trial,Sample arm,Choice arm\nm1,A,Trial 1,L,R\nm1,A,Trial 2,R,R\n",
          "tidy-tmaze|animal,arm,trial,choice,sample/m1,A,1,R,L/m1,A,2,R,R", "");
  IMPORTS("correct in words", "animal,arm,trial,correct\n1,A,1,yes\n1,A,2,FALSE\n1,A,3,correct\n1,A,4,0\n",
          "tidy-tmaze|animal,arm,trial,correct/1,A,1,1/1,A,2,0/1,A,3,1/1,A,4,0", "");
  IMPORTS("the maze's arm beside the group", "animal,group,arm\n1,A,L\n1,A,R\n",
          "tidy-tmaze|animal,arm,choice/1,A,L/1,A,R", "");
  IMPORTS("summary rows", "animal,arm,Correct trials,Total trials\n1,A,8,10\n2,B,5,10\n",
          "tidy-tmaze|animal,arm,n_correct,n_trials/1,A,8,10/2,B,5,10", "");
  IMPORTS("novel and familiar are object numbers", "animal,arm,novel,familiar\n1,A,5,5\n2,A,4,4\n3,B,5,5\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,5,5/2,A,4,4/3,B,5,5", "E-NOVEL-SAME@2:0");
  IMPORTS("sequences", "animal,arm,sequence\n1,A,ABCACB\n2,B,\"A,B,C\"\n3,B,L R L\n",
          "arm-sequence|animal,arm,sequence/1,A,ABCACB/2,B,\"A,B,C\"/3,B,L R L", "");
}

static void test_cells(void) {
  IMPORTS("text in a numeric column", "animal,arm,novel_s,familiar_s\n1,A,n/d,6\n2,B,5,>300\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,,6/2,B,5,", "E-CELL-TEXT@2:3 E-CELL-TEXT@3:4");
  IMPORTS("only text in a column of times", "animal,arm,novel,familiar_s\n1,A,\"1,234.5\",6\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,,6", "E-NUM-THOUSANDS@2:3");
  IMPORTS("negative time", "animal,arm,novel_s,familiar_s\n1,A,-3,6\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,,6", "E-TIME-NEGATIVE@2:3");
  IMPORTS("a row without an id", "animal,arm,novel_s,familiar_s\n1,A,3,6\n,A,2,3\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,3,6", "E-NO-ANIMAL@3:1");
  IMPORTS("a heading between rows", "animal,arm,novel_s,familiar_s\n1,A,3,6\nGroup B,,,\n2,B,2,3\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,3,6/2,B,2,3", "W-ROW-LABEL@3:1");
  IMPORTS("correct is neither yes nor no", "animal,arm,trial,correct\n1,A,1,1\n1,A,2,0\n1,A,3,2\n",
          "tidy-tmaze|animal,arm,trial,correct/1,A,1,1/1,A,2,0/1,A,3,", "E-CELL-TEXT@4:4");
  IMPORTS("no column of ids", "group,novel_s,familiar_s\nA,3,6\nB,2,3\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/row 1,A,3,6/row 2,B,2,3", "W-ANIMAL-ROW@1:0");
  IMPORTS("float and date ids",
          "animal,arm,novel_s,familiar_s\n10.119999999999999,A,3,6\n1-Mar,A,2,3\n2024-03-01,A,2,3\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/10.119999999999999,A,3,6/1-Mar,A,2,3/2024-03-01,A,2,3",
          "W-ID-FLOAT@2:1 W-ID-DATE@3:1 W-ID-DATE@4:1");
  IMPORTS("drag fill",
          "animal,arm,novel_s,familiar_s\n1,A,3.2,6\n2,A,4.2,3\n3,A,5.2,8\n4,A,6.2,1\n5,A,7.2,7\n6,A,3,5\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,A,3.2,6/2,A,4.2,3/3,A,5.2,8/4,A,6.2,1/5,A,7.2,7/6,A,3,5",
          "E-RUN-FILL@2:3");
  IMPORTS("arms that differ in spelling",
          "animal,arm,novel_s,familiar_s\n1,CAR-T,2,1\n2,CAR T,2,1\n3,cart,3,2\n4,+/-,1,2\n5,-/-,1,2\n",
          "tidy-nor|animal,arm,novel_s,familiar_s/1,CAR-T,2,1/2,CAR T,2,1/3,cart,3,2/4,+/-,1,2/5,-/-,1,2",
          "W-ARM-SPELLING@3:0 W-ARM-SPELLING@4:0");
  etho_pair alias = {"CAR T", "CAR-T"};
  etho_import_options aliased = {.arm_aliases = &alias, .n_arm_aliases = 1};
  IMPORTS_WITH("an alias", "animal,arm,novel_s,familiar_s\n1,CAR-T,2,1\n2,Car T,2,1\n", &aliased,
               "tidy-nor|animal,arm,novel_s,familiar_s/1,CAR-T,2,1/2,CAR-T,2,1", "");
  etho_pair columns[] = {{"novel_s", "X"}, {"familiar_s", "Y"}, {"phase", "Day"}};
  etho_pair recodes[] = {{"phase:1", "training"}, {"phase:2", "test"}};
  etho_import_options declared = {.columns = columns, .n_columns = 3, .recodes = recodes, .n_recodes = 2};
  IMPORTS_WITH("declared columns", "animal,arm,X,Y,Day\n1,A,2,1,1\n1,A,3,1,2\n", &declared,
               "tidy-nor|animal,arm,phase,novel_s,familiar_s/1,A,training,2,1/1,A,test,3,1", "");
  columns[0].value = "Xx";
  IMPORTS_WITH("a declared column that is not there", "animal,arm,X,Y,Day\n1,A,2,1,1\n", &declared,
               "unknown|", "E-COLUMN-DECLARED@1:0 E-COLUMN-MISSING@1:0");
}

static void test_refused(void) {
  IMPORTS("a header of signs only", "animal,#,%,...\n1,2,3,4\n", "unknown|", "E-COLUMN-MISSING@1:0");
  IMPORTS("one column", "animal:novel:familiar\n1:2:3\n", "unknown|", "E-FORMAT-UNKNOWN@1:1");
  IMPORTS("half of the objects", "animal,arm,novel_s,familliar\n1,A,2,3\n", "unknown|",
          "E-COLUMN-MISSING@1:0");
  IMPORTS("nothing measured", "animal,arm,weight\n1,A,2\n", "unknown|", "E-COLUMN-MISSING@1:0");
  IMPORTS("header only", "animal,arm,novel_s,familiar_s\n", "unknown|", "E-FILE-NO-ROWS@1:0");
  const char *missing[] = {"no/such/file.csv"};
  etho_text got = {0}, said = {0};
  import_show(missing, 1, NULL, &got, &said);
  ok(strncmp(etho_text_get(&got), "status 3: cannot open", 21) == 0, "a missing file cannot be opened");
  etho_text_free(&got);
  etho_import_options wrong = {.from = "tidy-nr"};
  import_show(missing, 1, &wrong, &got, &said);
  is_text(etho_text_get(&got), "status 2: there is no format 'tidy-nr'",
          "an unknown format is a usage error");
  etho_text_free(&got);
  etho_text_free(&said);
}

static void test_join(void) {
  static const char trials[] =
      "animal,phase,left_s,right_s\n1,training,5,6\n1,test,7,8\n2,test,1,2\n3,test,1,3\n";
  static const char animals[] = "Mouse,Group,Sex,Novel side\n1,A,m,R\n2,B,f,L\n02,B,f,L\n2,C,f,L\n";
  char a[] = "/tmp/ethostat-test-XXXXXX", b[] = "/tmp/ethostat-test-XXXXXX";
  const char *paths[] = {a}, *joins[] = {b};
  etho_import_options options = {.joins = joins, .n_joins = 1};
  etho_text got = {0}, said = {0};
  if (write_temporary(a, trials, sizeof trials - 1) && write_temporary(b, animals, sizeof animals - 1))
    import_show(paths, 1, &options, &got, &said);
  is_text(etho_text_get(&got),
          "tidy-nor|animal,arm,sex,phase,novel_s,familiar_s,left_s,right_s,novel_side/"
          "1,A,m,training,,,5,6,right/1,A,m,test,8,7,7,8,right/2,B,f,test,1,2,1,2,left/3,,,test,,,1,3,",
          "join by animal: trials");
  is_text(etho_text_get(&said), "E-JOIN-TWICE@5:0 W-JOIN-UNMATCHED@5:0 W-JOIN-UNUSED@0:0 E-NOVEL-UNKNOWN@5:0",
          "join by animal: issues");
  unlink(a);
  unlink(b);
  etho_text_free(&got);
  etho_text_free(&said);
}

int main(void) {
  test_nor();
  test_long();
  test_maze();
  test_cells();
  test_refused();
  test_join();
  return done();
}
