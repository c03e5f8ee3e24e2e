import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The named list of functions behind a version of the feature rows; `names[i]` is the meaning of `values[i]`. */
@Entity()
export class FeatureSetEntity {
  @PrimaryColumn('text') name: string;
  @PrimaryColumn('integer') version: number;
  @Column('text', { array: true }) featureNames: string[];
  @Column('timestamptz') recordedAt: Date;
}

/** All features of one printing on one day; null is "not defined". Partitioned by month of `day`. */
@Entity()
export class FeatureRowEntity {
  @PrimaryColumn('integer') printingId: number;
  @PrimaryColumn('date') day: string;
  @PrimaryColumn('integer') featureSetVersion: number;
  @Column('double precision', { array: true }) featureValues: (number | null)[];
  /** The row uses what had been recorded by then. */
  @Column('timestamptz') knownAt: Date;
}

/** A columnar file of feature rows and targets that a model was trained on, by content hash. */
@Entity()
export class TrainingSnapshotEntity {
  /** SHA-256 of the Parquet file, hexadecimal. */
  @PrimaryColumn('text') contentHash: string;
  @Column('integer') gameId: number;
  @Column('integer') featureSetVersion: number;
  @Column('date') fromDay: string;
  @Column('date') toDay: string;
  @Column('integer') horizonDays: number;
  @Column('integer') rowCount: number;
  /** Path below the data folder. */
  @Column('text') path: string;
  @Column('timestamptz') recordedAt: Date;
}
