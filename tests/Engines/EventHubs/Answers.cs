using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>Answers of the request nodes.</summary>
internal static class Answers
{
    public static Message Of(int status, string description, Map? body = null) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["status-code"] = status, ["status-description"] = description },
        BodySection = new AmqpValue { Value = body },
    };
}
