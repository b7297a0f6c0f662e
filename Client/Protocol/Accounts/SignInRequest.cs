namespace ImOrleans.Protocol.Accounts;

/// <summary>Body of <c>POST /api/sessions</c>.</summary>
public sealed record SignInRequest
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    public required DeviceInfo Device { get; init; }
}
