using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace ImOrleans.Engines.EventHubs;

/// <summary>The SASL mechanism that admits everybody, because each link needs a token.</summary>
internal sealed class ConnectionTokens() : SaslProfile(Name)
{
    public static readonly Symbol Name = "MSSBCBS";

    protected override ITransport UpgradeTransport(ITransport transport) => transport;

    protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = Name };

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}
