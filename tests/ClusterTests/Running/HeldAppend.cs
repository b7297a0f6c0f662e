using ImOrleans.Grains.Conversations.Log;

namespace ImOrleans.ClusterTests.Running;

/// <summary>An append that waits for the test before it is stored.</summary>
internal sealed class HeldAppend
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The append is in flight.</summary>
    public Task Begun => begun.Task.Soon("The held append did not begin.");

    public void Release() => released.TrySetResult();

    public async Task<AppendResult> Run(Func<Task<AppendResult>> append)
    {
        begun.TrySetResult();
        await released.Task;
        return await append();
    }
}
