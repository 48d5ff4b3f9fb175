/** An event name without the date of the API that Lambda appends: `CreateFunction20150331`, `UpdateFunctionCode20150331v2`. */
export const plainEventName = (eventName: string): string => eventName.replace(/\d{8}(v\d+)?$/, '');
