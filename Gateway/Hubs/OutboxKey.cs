namespace ImOrleans.Gateway.Hubs;

/// <summary>Sends are numbered in the order invoked per connection; keeping that order per device covers it and batches more.</summary>
internal readonly record struct OutboxKey(string UserId, string DeviceId, string ConversationId);
