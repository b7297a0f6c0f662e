namespace ImOrleans.Grains.Settings;

/// <summary>A setting whose value is never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
