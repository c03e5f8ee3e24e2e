import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { TrainingSnapshotEntity } from './feature-row.entity.js';

@Injectable()
export class TrainingSnapshotRepository {
  constructor(@InjectRepository(TrainingSnapshotEntity) private readonly table: Repository<TrainingSnapshotEntity>) {}

  /** A snapshot is named by its content: the same bytes again are the same row. */
  async save(snapshot: TrainingSnapshotEntity): Promise<void> {
    await this.table.createQueryBuilder().insert().values(snapshot).orIgnore().execute();
  }

  async find(contentHash: string): Promise<TrainingSnapshotEntity | undefined> {
    return (await this.table.findOneBy({ contentHash })) ?? undefined;
  }
}
