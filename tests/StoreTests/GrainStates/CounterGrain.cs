namespace ImOrleans.StoreTests.GrainStates;

[Alias("im.tests.counter-grain")]
internal interface ICounterGrain : IGrainWithStringKey
{
    [Alias("Count")]
    Task<int> Count();
}

internal sealed class CounterGrain([PersistentState("counter")] IPersistentState<Counter> state) : Grain, ICounterGrain
{
    public async Task<int> Count()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }
}
