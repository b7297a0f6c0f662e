namespace ImOrleans.ServiceDefaults.Startup;

/// <summary>The process cannot start as it is set up. The message is one sentence for the operator: which setting must hold what.</summary>
internal sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
