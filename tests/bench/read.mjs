// read.mjs duckdb|polars|poses FILE: what a script with these libraries would do.
const [task, file] = process.argv.slice(2);
if (task === 'duckdb') {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('set threads = 2');
  const reader = await connection.runAndReadAll(
    `select animal, arm, avg(correct), avg(latency_s), count(*) from '${file}' group by animal, arm order by animal`);
  console.log(reader.getRows().length);
} else {
  const pl = (await import('nodejs-polars')).default;
  if (task === 'poses') {
    console.log(pl.readCSV(file, { skipRows: 2 }).shape);
  } else {
    const table = pl.readCSV(file).groupBy('animal', 'arm').agg(pl.col('correct').mean(), pl.col('latency_s').mean());
    console.log(table.shape);
  }
}
