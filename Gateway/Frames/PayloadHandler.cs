using ImOrleans.Grains.Delivery;

namespace ImOrleans.Gateway.Frames;

/// <summary>Hands one kind of payload to its recipients. Called for one frame at a time; it does not wait for sockets.</summary>
internal abstract class PayloadHandler
{
    public abstract Type PayloadType { get; }

    public abstract void Handle(Payload payload, Recipients recipients);
}

/// <inheritdoc/>
internal abstract class PayloadHandler<TPayload> : PayloadHandler
    where TPayload : Payload
{
    public sealed override Type PayloadType => typeof(TPayload);

    public sealed override void Handle(Payload payload, Recipients recipients) => Handle((TPayload)payload, recipients);

    protected abstract void Handle(TPayload payload, Recipients recipients);
}
