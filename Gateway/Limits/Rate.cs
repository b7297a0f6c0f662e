namespace ImOrleans.Gateway.Limits;

/// <summary>How many at once, and how many a second after that.</summary>
internal readonly record struct Rate(int Burst, int PerSecond);
