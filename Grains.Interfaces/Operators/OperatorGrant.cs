namespace ImOrleans.Grains.Operators;

/// <summary>A user who is an operator.</summary>
/// <param name="UserId">The user.</param>
/// <param name="GrantedAt">When the right was granted.</param>
[GenerateSerializer, Immutable, Alias("im.operator-grant")]
public sealed record OperatorGrant([property: Id(0)] string UserId, [property: Id(1)] DateTimeOffset GrantedAt);
