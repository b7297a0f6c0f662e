namespace ImOrleans.ServiceDefaults.Startup;

/// <summary>A server that the process cannot start without.</summary>
/// <param name="EnsureAsync">Throws a <see cref="StartupException"/> that says what to check when the server is not usable.</param>
internal sealed record RequiredServer(Func<Task> EnsureAsync);
