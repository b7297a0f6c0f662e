using System.Collections.Concurrent;

namespace ImOrleans.ClusterTests.Running;

/// <summary>The calls that grains got, by grain, and what a test makes of them.</summary>
internal sealed class GrainCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentQueue<(GrainId Grain, string Method)> made = new();
    private readonly ConcurrentDictionary<(GrainId Grain, string Method), Func<Func<Task>, Task>> faults = new();

    private readonly ConcurrentDictionary<GrainId, SiloAddress> places = new();

    /// <summary>The keys of all grains that were called.</summary>
    public IEnumerable<string> Keys => made.Select(call => call.Grain.Key.ToString()!).Distinct();

    /// <summary>Where the last call came in.</summary>
    public SiloAddress? SiloOf(IAddressable grain) => places.GetValueOrDefault(grain.GetGrainId());

    /// <summary>The methods that were called, one name for each call.</summary>
    public string[] Of(IAddressable grain) => [.. made.Where(call => call.Grain == grain.GetGrainId()).Select(call => call.Method)];

    public int Count(IAddressable grain, string method) => Of(grain).Count(called => called == method);

    /// <summary>As if the grain could not be reached, until the test disposes what it gets.</summary>
    public IDisposable Fail(IAddressable grain, string method) => Fault(grain, method, _ => throw new TimeoutException("The test lets nobody through."));

    /// <summary>The grain does it, and who called never hears of it, until the test disposes what it gets.</summary>
    public IDisposable LoseAnswers(IAddressable grain, string method) => Fault(grain, method, async call =>
    {
        await call();
        throw new TimeoutException("The test loses the answer.");
    });

    public Task Until(IAddressable grain, string method, int times = 1) =>
        Waiting.Until(() => Task.FromResult(Count(grain, method) >= times), $"{grain.GetGrainId()} was not called {method} {times} times.");

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        (GrainId, string) call = (context.TargetId, context.MethodName);
        made.Enqueue(call);
        places[context.TargetId] = context.TargetContext.Address.SiloAddress!;
        await (faults.TryGetValue(call, out Func<Func<Task>, Task>? fault) ? fault(context.Invoke) : context.Invoke());
    }

    private Cure Fault(IAddressable grain, string method, Func<Func<Task>, Task> fault)
    {
        faults[(grain.GetGrainId(), method)] = fault;
        return new Cure(() => faults.TryRemove((grain.GetGrainId(), method), out _));
    }

    private sealed class Cure(Action cure) : IDisposable
    {
        public void Dispose() => cure();
    }
}
