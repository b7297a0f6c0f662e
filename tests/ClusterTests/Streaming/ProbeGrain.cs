using Orleans.Streams;
using Orleans.Streams.Core;

namespace ImOrleans.ClusterTests.Streaming;

[Alias("im.test.probe")]
internal interface IProbeGrain : IGrainWithStringKey;

/// <summary>Consumes the stream of its key and shows each event to the test.</summary>
[ImplicitStreamSubscription(Namespace)]
internal sealed class ProbeGrain(Deliveries deliveries) : Grain, IProbeGrain, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    public const string Namespace = "probe";

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync(this);

    public Task OnNextAsync(int item, StreamSequenceToken? token = null) => deliveries.Of(this.GetPrimaryKeyString()).TakeAsync(item);

    public Task OnErrorAsync(Exception ex) => deliveries.Of(this.GetPrimaryKeyString()).TakeAsync(Inbox.Error);
}
