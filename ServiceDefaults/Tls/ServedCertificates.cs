using System.Security.Cryptography.X509Certificates;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>
/// The certificates of the web server, in the section <c>Kestrel</c>. The web server itself reads them after everything else has started.
/// Then the sentence about a file would stand behind pages about the stop of the silo.
/// </summary>
internal static class ServedCertificates
{
    private const string Default = "Certificates:Default";

    /// <exception cref="StartupException">A file cannot be used, or is missing.</exception>
    public static void EnsureCertificatesAreReadable(this WebApplication app)
    {
        IConfigurationSection kestrel = app.Configuration.GetSection("Kestrel");
        IConfigurationSection[] sections =
        [
            .. kestrel.GetSection("Certificates").GetChildren(),
            .. kestrel.GetSection("Endpoints").GetChildren().Select(static endpoint => endpoint.GetSection("Certificate")),
        ];
        bool isAsked = (app.Configuration["urls"] ?? "").Contains("https://", StringComparison.OrdinalIgnoreCase);
        if (isAsked && !kestrel.GetSection(Default).Exists() && !app.Environment.IsDevelopment())
        {
            // In Development there can be a certificate of the developer.
            throw new StartupException($"An address of urls begins with https, but there is no certificate: set Kestrel:{Default}:Path.");
        }

        foreach (IConfigurationSection section in sections.Where(static section => !string.IsNullOrEmpty(section["Path"])))
        {
            CertificateSource source = new()
            {
                Setting = $"{section.Path}:Path",
                File = Path.Combine(app.Environment.ContentRootPath, section["Path"]!),
                KeySetting = $"{section.Path}:KeyPath",
                KeyFile = section["KeyPath"] is { Length: > 0 } key ? Path.Combine(app.Environment.ContentRootPath, key) : "",
                PasswordSetting = $"{section.Path}:Password",
                Password = section["Password"],
            };
            foreach (X509Certificate2 certificate in CertificateFile.Load(source))
            {
                certificate.Dispose();
            }
        }
    }
}
