/* What labs' programs export, in small: layouts and quirks by hand, from docs/formats.md. */
#include "import_case.h"

static void imports_settings(const char *name, const char *data, const etho_pair *settings, size_t n,
                             const char *trials, const char *codes) {
  etho_import_options options = {.settings = settings, .n_settings = n, .pattern = "(?<animal>test)"};
  imports_n(name, data, strlen(data), &options, trials, codes);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void test_boris(void) {
  static const etho_pair objects[] = {{"novel", "sniff N"}, {"familiar", "sniff F"}};
  etho_import_options options = {.settings = objects, .n_settings = 2};
  static const char aggregated[] =
      "Observation id\tObservation date\tMedia file\tTotal "
      "length\tFPS\tTreatment\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\tDuration "
      "(s)\t\r\no1\t2020\tv.mp4\t300.0\t25\tA\tm1\tsniff "
      "N\tSTATE\t10\t12.5\t2.5\t\r\no1\t2020\tv.mp4\t300.0\t25\tA\tm1\tsniff "
      "F\tSTATE\t20\t21\t1\t\r\no1\t2020\tv.mp4\t300.0\t25\tA\tm1\tsniff "
      "N\tSTATE\t30\t31\t1\t\r\no1\t2020\tv.mp4\t300.0\t25\tA\tm1\trear\tPOINT\t30\t30\tNA\t\r\no2\t2020\tv."
      "mp4\t300.0\t25\tB\tm2\tsniff F\tSTATE\t5\t9\t4\t\r\n";
  IMPORTS_WITH("BORIS aggregated", aggregated, &options,
               "boris-aggregated|animal,arm,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_"
               "latency_s,familiar_latency_s,recording/m1,A,3.5,1,300,2,1,10,20,o1/m2,B,0,4,300,0,1,,5,o2",
               "");
  static const char tabular[] =
      "Observation id,o1,,,,\n,,,,,\nMedia file(s),,,,,\nPlayer #1,v.mp4,,,,\nTime,Media file path,Total "
      "length,Subject,Behavior,Status\n1.5,v.mp4,300,m1,sniff N,START\n3,v.mp4,300,m1,sniff "
      "N,STOP\n4,v.mp4,300,m1,sniff F,START\n6,v.mp4,300,m1,sniff F,STOP\n7,v.mp4,300,m1,sniff "
      "F,STOP\n8,v.mp4,300,m1,sniff N,START\n";
  IMPORTS_WITH("BORIS tabular", tabular, &options,
               "boris-tabular|animal,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_latency_"
               "s,familiar_latency_s,recording/m1,1.5,2,300,1,1,1.5,4,o1",
               "E-EVENT-UNPAIRED@10:0 E-EVENT-UNPAIRED@11:0");
  IMPORTS("BORIS without the objects declared", "o1\t2020\tv\t300\tNA\tm1\tp\tcat\tmod\tSTATE\t1\t2\t1\t\t\n",
          "boris-aggregated|", "E-SETTING-MISSING@0:0 E-SETTING-MISSING@0:0");
}

static void test_anymaze(void) {
  IMPORTS("ANY-maze sheet",
          "Test,Animal,Treatment,Stage,Trial,Apparatus,Duration,Object1 : time investigating,Object1 : head "
          "entries,Object2 : time investigating,Object2 : head entries,Novel "
          "object\r\n1,a1,X,Training,1,box,300.0,10.5,4,9.5,3,\r\n2,a1,X,Test,1,box,300.0,6,4,12,5,2\r\n",
          "anymaze|animal,arm,phase,trial,novel_s,familiar_s,object_a_s,object_b_s,novel_object,duration_s,"
          "novel_bouts,familiar_bouts,object_a_bouts,object_b_bouts/a1,X,training,1,,,10.5,9.5,,300,,,4,3/"
          "a1,X,test,1,12,6,6,12,B,300,5,4,4,5",
          "");
  etho_import_options pattern = {.pattern = "(?<animal>test)"};
  IMPORTS_WITH("ANY-maze track",
               "Time,Centre posn X,In top,In left,In "
               "center\n0:00:00.00,,1,0,0\n0:00:01.50,3,0,0,1\n0:00:02.00,3,1,0,0\n0:00:03.00,4,0,1,0\n",
               &pattern, "anymaze-track|animal,duration_s,sequence,recording/test,4,top top left,", "");
}

static void test_maze(void) {
  static const etho_pair ten[] = {{"trials_per_session", "10"}};
  etho_import_options options = {.settings = ten, .n_settings = 1};
  IMPORTS("a column per trial", "animal,group,T1,T2,T3\n1,A,0,1,1\n2,B,1,,0\n",
          "wide-tmaze|animal,arm,trial,correct/1,A,1,0/1,A,2,1/1,A,3,1/2,B,1,1/2,B,3,0", "");
  IMPORTS("a column of choices per trial", "animal,group,trial 1,trial 2\n1,A,L,R\n",
          "wide-tmaze|animal,arm,trial,choice/1,A,1,L/1,A,2,R", "");
  IMPORTS_WITH("counts per session", "animal,group,t_session1,t_session2\n1,A,7,10\n", &options,
               "wide-tmaze|animal,arm,session,n_correct,n_trials/1,A,1,7,10/1,A,2,10,10", "");
  IMPORTS("counts out of an unknown number", "animal,group,t_session1,t_session2\n1,A,7,10\n", "wide-tmaze|",
          "E-SETTING-MISSING@0:0");
  IMPORTS("a column per animal", "Trial,m1,m2\n1,0,1\n2,1,\n",
          "wide-tmaze|animal,trial,correct/m1,1,0/m1,2,1/m2,1,1", "");
  IMPORTS("a column per group", "Control,CAR-T\n1.5,2\n2.5,3\n,4\n",
          "prism-wide|animal,arm,value/Control 1,Control,1.5/Control 2,Control,2.5/CAR-T 1,CAR-T,2/CAR-T "
          "2,CAR-T,3/CAR-T 3,CAR-T,4",
          "W-PRISM@1:0");
}

static void test_ethovision(void) {
  etho_import_options pattern = {.pattern = "(?<animal>none)?"};
  static const char raw[] =
      "\xEF\xBB\xBF\"Number of header lines:\";\"10\"\n\"Experiment\";\"NOR\"\n\"Trial duration\";\"+ "
      "00:05:00,000\"\n\"User-defined Independent Variable\"\n\"Animal "
      "ID\";\"m7\"\n\"Treatment\";\"A\"\n\"Stage\";\"Test\"\n\" \"\n\"Trial time\";\"Recording time\";\"X "
      "nose\";\"In zone(object novel / nose-point)\";\"In zone(object familiar / "
      "nose-point)\"\n\"s\";\"s\";\"cm\";\"\";\"\"\n0,00;0,00;1,5;1;0\n0,04;0,04;-;1;0\n0,08;0,08;1,5;0;1\n0,"
      "12;0,12;1,5;1;-\n";
  IMPORTS_WITH("EthoVision raw", raw, &pattern,
               "ethovision-raw|animal,arm,phase,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,"
               "novel_latency_s,familiar_latency_s,recording,frames_lost/"
               "m7,A,test,0.11999999999999998,0.039999999999999994,300,2,1,0,0.08,,0.25",
               "W-FRAMES-LOST@0:0");
  IMPORTS(
      "EthoVision statistics",
      ",,Independent Variable,Independent Variable,In zone,In zone,In zone,In zone\n,,Independent "
      "Variable,Independent Variable,novel / nose-point,novel / nose-point,familiar / nose-point,familiar / "
      "nose-point\n,,mouse id,treatment,Frequency,Cumulative Duration,Frequency,Cumulative "
      "Duration\n,,,,,s,,s\nResult 1,Trial 1,582,saline,5,10.5,4,6.25\nResult 1,Trial 2,578,drug,3,7,2,-\n",
      "ethovision-stats|animal,arm,novel_s,familiar_s,novel_bouts,familiar_bouts,recording/"
      "582,saline,10.5,6.25,5,4,Trial 1/578,drug,7,,3,2,Trial 2",
      "");
}

static void test_simba(void) {
  static const etho_pair objects[] = {{"novel", "Obj N"}, {"familiar", "Obj F"}};
  etho_import_options options = {
      .settings = objects, .n_settings = 2, .pattern = "^(?<animal>rat\\d+)_(?<phase>[A-Z]+)"};
  IMPORTS_WITH(
      "SimBA regions",
      "VIDEO,ANIMAL,BODY-PART,SHAPE,SHAPE TYPE,MEASUREMENT,VALUE\nrat01_TS,A1,Nose,Obj N,circle,TOTAL ROI "
      "TIME (S),12.5\nrat02_TR,A1,Nose,Obj N,circle,TOTAL ROI TIME (S),3\nrat01_TS,A1,Nose,Obj "
      "F,circle,TOTAL ROI TIME (S),6\nrat01_TS,A1,Nose,Obj N,circle,ROI ENTRIES (COUNTS),4\n",
      &options,
      "simba-roi|animal,phase,novel_s,familiar_s,novel_bouts,recording/rat01,test,12.5,6,4,rat01_TS/"
      "rat02,training,3,,,rat02_TR",
      "N-PHASE@2:0 N-PHASE@3:0");
  IMPORTS_WITH("SimBA bouts",
               ",Event,Start_time,End Time,Start_frame,End_frame,Bout_time,Video\n0,Obj "
               "N,1,2.5,30,75,1.5,rat01_TS\n1,Obj F,3,4,90,120,1,rat01_TS\n",
               &options,
               "simba-bouts|animal,phase,novel_s,familiar_s,novel_bouts,familiar_bouts,novel_latency_s,"
               "familiar_latency_s,recording/rat01,test,1.5,1,1,1,1,3,rat01_TS",
               "N-PHASE@2:0");
  IMPORTS_WITH("a name that does not fit",
               "VIDEO,CLASSIFIER,MEASUREMENT,VALUE\nmouse1,Obj N,Total event duration (s),2\n", &options,
               "simba-aggregate|animal,novel_s,recording/mouse1,2,mouse1", "E-PATTERN@0:0 E-SETTING-LABEL@0:0 W-ANIMAL-FILE@0:0");
}

static void test_coders(void) {
  static const etho_pair rate[] = {{"frame_rate", "10"}, {"novel", "Left"}, {"familiar", "Right"}};
  imports_settings("frame labels", "Frame,Left,Right\n1,0,0\n2,1,0\n3,1,0\n4,0,0\n5,0,1\n", rate, 3,
                   "frame-labels|animal,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_"
                   "latency_s,familiar_latency_s,recording/test,0.2,0.1,0.5,1,1,0.1,0.4,",
                   "");
  imports_settings("frames without a rate", "Frame,Left,Right\n1,0,0\n2,1,0\n3,1,0\n", rate + 1, 2,
                   "frame-labels|", "E-SETTING-MISSING@0:0");
  imports_settings("Chronotate",
                   "marker_time,marker_type,object_id,marker_frame\n1.5,start,1,45\n3,stop,1,90\n4,start,2,"
                   "120\n4.5,stop,2,135\n",
                   NULL, 0,
                   "chronotate|animal,object_a_s,object_b_s,object_a_bouts,object_b_bouts,object_a_latency_s,"
                   "object_b_latency_s,recording/test,1.5,0.5,1,1,1.5,4,",
                   "E-NOVEL-UNKNOWN@2:0");
  static const etho_pair keys[] = {{"novel", "n"}, {"familiar", "f"}};
  imports_settings("JWatcher",
                   "FirstLineOfData=4\n# Name: x\n#BEGIN DATA\n0, t\n1500, n\n4000, f\n5000, t\n6000, EOF\n",
                   keys, 2,
                   "jwatcher|animal,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_latency_s,"
                   "familiar_latency_s,recording/test,2.5,1,6,1,1,1.5,4,",
                   "");
}

static void test_positions(void) {
  static const etho_pair objects[] = {
      {"novel", "10,0"}, {"familiar", "0,0"}, {"radius_cm", "2"}, {"scale", "1"}, {"frame_rate", "10"}};
  imports_settings(
      "DeepLabCut",
      "scorer,N,N,N,N,N,N\nbodyparts,nose,nose,nose,tail,tail,tail\ncoords,x,y,likelihood,x,y,likelihood\n0,"
      "0,1,0.99,5,5,1\n1,0,1,0.99,5,5,1\n2,5,5,0.1,5,5,1\n3,9,0,0.99,5,5,1\n4,5,5,0.99,5,5,1\n",
      objects, COUNT(objects),
      "deeplabcut|animal,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_latency_s,familiar_"
      "latency_s,recording,frames_lost/test,0.1,0.2,0.5,1,1,0.3,0,,0",
      "");
  static const etho_pair arms[] = {{"arm_A", "0,0 10,10"}, {"arm_B", "10,0 20,0 20,10 10,10"}};
  imports_settings("Rtrack", "Time\tX\tY\n0\t5\t5\n0.1\t15\t5\n0.2\t30\t5\n0.3\t15\t5\n0.4\t5\t5\n", arms, 2,
                   "rtrack|animal,duration_s,sequence,recording,frames_lost/test,0.5,A B B A,,0", "");
  imports_settings(
      "SLEAP with two tracks",
      "track,frame_idx,instance.score,nose.x,nose.y,nose.score\nt1,0,1,0,0,1\nt2,0,1,10,0,1\nt1,1,1,0,0,"
      "1\nt2,1,1,50,0,1\n",
      objects, COUNT(objects),
      "sleap-analysis|animal,novel_s,familiar_s,duration_s,novel_bouts,familiar_bouts,novel_latency_s,"
      "familiar_latency_s,recording,frames_lost/t1,0,0.2,0.2,0,1,,0,,0/t2,0.1,0,0.2,1,0,0,,,0",
      "");
}

int main(void) {
  test_boris();
  test_anymaze();
  test_maze();
  test_ethovision();
  test_simba();
  test_coders();
  test_positions();
  return done();
}
