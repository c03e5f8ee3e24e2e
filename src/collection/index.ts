export { AccountCards, type AccountCard } from './account-cards.js';
export { CollectionModule } from './collection.module.js';
