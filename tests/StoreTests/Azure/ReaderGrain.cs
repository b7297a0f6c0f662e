using Orleans.Streams;
using Orleans.Streams.Core;

namespace ImOrleans.StoreTests.Azure;

[Alias("im.test.reader")]
internal interface IReaderGrain : IGrainWithStringKey;

/// <summary>Consumes the stream of its key and shows each event to the test.</summary>
[ImplicitStreamSubscription(Namespace)]
internal sealed class ReaderGrain(SeenItems seen) : Grain, IReaderGrain, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    public const string Namespace = "reader";

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<int>().ResumeAsync(this);

    public Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        seen.Add(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
