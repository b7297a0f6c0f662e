namespace ImOrleans.Gateway.Json;

/// <summary>Body of <c>POST /api/operators/session</c>.</summary>
internal sealed record OperatorSignIn
{
    public required string Username { get; init; }

    public required string Password { get; init; }

    /// <summary>As in <see cref="Protocol.Accounts.SignInRequest"/>.</summary>
    public string? DeviceProof { get; init; }
}

/// <summary>The signed-in operator and the pages for operators.</summary>
/// <param name="Username">The username of the account.</param>
/// <param name="Pages">Their paths, relative to the root of the product.</param>
internal sealed record OperatorSession(string Username, IReadOnlyList<string> Pages);
