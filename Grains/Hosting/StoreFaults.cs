using System.Data.Common;
using ImOrleans.Protocol.Errors;
using ImOrleans.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace ImOrleans.Grains.Hosting;

/// <summary>
/// If a store did not confirm a write, the grain has state in memory that may not be on disk. The caller gets "the outcome is unknown", and
/// the grain is activated again from the store.
/// </summary>
internal sealed partial class StoreFaults(TimeProvider time, ILogger<StoreFaults> logger) : IIncomingGrainCallFilter
{
    private readonly RepeatedFailures failures = new(time);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // On every call of every grain: most end at once, and those cost nothing more.
        Task invoked = context.Invoke();
        return invoked.IsCompletedSuccessfully ? invoked : Watch(context, invoked);
    }

    private async Task Watch(IIncomingGrainCallContext context, Task invoked)
    {
        try
        {
            await invoked;
        }
        catch (Exception failure) when (IsOfTheStore(failure))
        {
            if (failures.Add() is > 0 and var count)
            {
                LogFault(count, context.TargetId, failure);
            }

            context.TargetContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, failure, "The store did not confirm."));
            throw new ImException(ErrorCode.StoreUnavailable, "The store did not confirm. Try again.");
        }
    }

    /// <summary><c>IPersistentState</c> hides in an exception of its own whatever its store throws that Orleans does not know.</summary>
    private static bool IsOfTheStore(Exception failure) =>
        failure is InconsistentStateException || (failure is OrleansException ? failure.InnerException : failure) is DbException or IOException;

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not confirm {Count} changes; the grains are activated again from the store and the callers repeat. Check the store. The last grain was {GrainId}.")]
    private partial void LogFault(long count, GrainId grainId, Exception failure);
}
