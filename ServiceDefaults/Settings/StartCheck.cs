namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>A condition of the start that the settings alone do not show, for example that a folder can be written.</summary>
/// <param name="Describe">Returns one line for the operator, or throws what would stop the start.</param>
internal sealed record StartCheck(Func<IServiceProvider, string> Describe);
