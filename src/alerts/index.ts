export { AlertChannels } from './alert-channels.js';
export { type AlertRequest, AlertSender } from './alert-sender.js';
export { AlertReader } from './alert.reader.js';
export { AlertsModule } from './alerts.module.js';
export { toKind } from './channel-request.js';
export { DeliveryLoop } from './delivery-loop.js';
export { CHANNEL_KINDS, type ChannelKind } from './domain/channel.js';
export type { AlertSubject, Severity } from './domain/message.js';
