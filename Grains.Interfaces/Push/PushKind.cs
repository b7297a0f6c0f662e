namespace ImOrleans.Grains.Push;

/// <summary>The effect of a notification on the device.</summary>
public enum PushKind
{
    /// <summary>Shows it, instead of what is shown of this conversation.</summary>
    Alert,

    /// <summary>Removes what is shown of this conversation and sets the badge, in silence.</summary>
    Withdraw,
}
