namespace ImOrleans.Grains.Calls;

/// <summary>Failures of calls between processes.</summary>
public static class CallFailures
{
    extension(Exception failure)
    {
        /// <summary>It comes from the network, from a process that stops, or from a call that was not answered in time: a later try can succeed.</summary>
        public bool IsPassing => failure is OrleansException or TimeoutException;

        /// <summary>For a log entry that has the message already: null for a passing failure, whose stack trace says nothing.</summary>
        public Exception? Unexpected => failure.IsPassing ? null : failure;
    }
}
