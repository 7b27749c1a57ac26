import {
  PPME_ASYNCEVENT_E,
  PPME_CONTAINER_JSON_2_E,
  PPME_GROUP_ADDED_E,
  PPME_GROUP_DELETED_E,
  PPME_USER_ADDED_E,
  PPME_USER_DELETED_E,
} from '@saker/schema/event-types.ts';

/** Announcements that belong to the initial state while nothing but announcements has come. */
export function isInitialEvent(type: number): boolean {
  switch (type) {
    case PPME_ASYNCEVENT_E:
    case PPME_CONTAINER_JSON_2_E:
    case PPME_USER_ADDED_E:
    case PPME_USER_DELETED_E:
    case PPME_GROUP_ADDED_E:
    case PPME_GROUP_DELETED_E:
      return true;
    default:
      return false;
  }
}
