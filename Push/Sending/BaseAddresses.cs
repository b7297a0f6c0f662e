namespace ImOrleans.Push.Sending;

/// <summary>Addresses of providers that an operator sets.</summary>
internal static class BaseAddresses
{
    /// <returns>Null when the setting is an absolute address without credentials, query and fragment.</returns>
    public static string? FindFault(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { UserInfo: "", Fragment: "", Query: "" }
            ? null
            : $"{name} must be an address that begins with https:// or http://, without user, query and fragment.";

    /// <summary>The address of a call below the base address.</summary>
    public static Uri Below(string baseAddress, string path) => new($"{baseAddress.TrimEnd('/')}/{path}");
}
