export { CollectionModule } from './collection.module.js';
