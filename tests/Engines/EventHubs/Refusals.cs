using Amqp;
using Amqp.Framing;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The errors of the real service, by their conditions: the client makes its exceptions from these.</summary>
internal static class Refusals
{
    public static Error Busy(EventHubsSettings settings) => new("com.microsoft:server-busy")
    {
        Description = $"The request was terminated because the entity {settings.Hub} is being throttled. Error code : 50002.",
    };

    public static Error NotFound(string entity) =>
        new(ErrorCode.NotFound) { Description = $"The messaging entity '{entity}' could not be found." };

    public static Error NoSuchPartition(string id, int partitions) => new("com.microsoft:argument-out-of-range")
    {
        Description = $"The specified partition is invalid: '{id}'. It should be between 0 and {partitions - 1}.",
    };

    public static Error BadArgument(string description) => new("com.microsoft:argument-error") { Description = description };

    public static Error NoAccess(string path) => new(ErrorCode.UnauthorizedAccess)
    {
        Description = $"Unauthorized access. Claims are required to perform this operation on '{path}'.",
    };

    public static Error Stolen(string description) => new(ErrorCode.Stolen) { Description = description };

    public static Error TooManyReceivers() => new(ErrorCode.ResourceLimitExceeded)
    {
        Description = $"Exceeded the maximum number of allowed receivers per partition in a consumer group, which is {ReceiverGroup.MaxReceivers}.",
    };

    public static Error TooLarge(int size, int limit) => new(ErrorCode.MessageSizeExceeded)
    {
        Description = $"The received message (size {size} bytes) exceeds the limit of {limit} bytes.",
    };

    public static AmqpException ToException(this Error error) => new(error);
}
