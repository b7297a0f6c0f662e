namespace ImOrleans.Gateway.Hosting;

/// <summary>Web applications of other origins that may use this server.</summary>
internal sealed class CorsOptions
{
    public const string Section = "Im:Cors";

    /// <summary>
    /// Origins as browsers send them, for example <c>https://app.example.com</c> or <c>http://localhost:3000</c>. Without one, browsers let only the
    /// page of this server read its answers.
    /// </summary>
    public string[] Origins { get; init; } = [];
}
