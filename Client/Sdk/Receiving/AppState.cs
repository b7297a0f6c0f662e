namespace ImOrleans.Client;

/// <summary>Whether the user can see the application.</summary>
public enum AppState
{
    /// <summary>It is on a screen. So is every client until it says otherwise.</summary>
    Foreground,

    /// <summary>It runs and shows nothing, and the system may freeze or end it at any moment.</summary>
    Background,
}
