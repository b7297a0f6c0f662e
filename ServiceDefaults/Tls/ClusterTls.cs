using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImOrleans.ServiceDefaults.Logging;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Connections.Security;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>
/// TLS on the connections between processes of the cluster. Both sides show a certificate. If the files of the certificate change, new
/// connections use the new one. Connections that are open stay.
/// </summary>
internal sealed partial class ClusterTls
{
    /// <summary>A stranger who connects often must not make this process read its files as often.</summary>
    private static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(1);

    private readonly ClusterTlsOptions settings;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly RepeatedFailures rejected;
    private readonly RepeatedFailures broken;
    private readonly RepeatedFailures unreadable;
    private readonly Lock gate = new();
    private ClusterIdentity identity;
    private byte[] files;
    private long readAt;

    /// <exception cref="StartupException">The certificate cannot be used.</exception>
    public ClusterTls(IOptions<ClusterTlsOptions> options, TimeProvider time, ILogger<ClusterTls> logger)
    {
        (settings, this.time, this.logger) = (options.Value, time, logger);
        (rejected, broken, unreadable) = (new(time), new(time), new(time));
        (files, identity, readAt) = (Fingerprint(), ClusterIdentity.Load(settings, time), time.GetTimestamp());
    }

    /// <summary>The side that is called: silos.</summary>
    public void Serve(IConnectionBuilder connections)
    {
        Watch(connections);
        connections.UseServerTls(Options());
    }

    /// <summary>The side that calls: gateways, and silos among each other.</summary>
    public void Call(IConnectionBuilder connections)
    {
        Watch(connections);
        connections.UseClientTls(Options());
    }

    /// <summary>The certificate as the files have it now. If they cannot be used, the one from before.</summary>
    public ClusterIdentity Current()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(readAt) >= ReadPause)
            {
                readAt = time.GetTimestamp();
                Reload();
            }

            return identity;
        }
    }

    private TlsOptions Options() => new()
    {
        // The package wants one to begin with. Each connection gets the present one below, with its intermediate certificates.
        LocalCertificate = Current().Own,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = Accept,
        HandshakeTimeout = settings.HandshakeTimeout,
        OnAuthenticateAsServer = (_, options) =>
        {
            ClusterIdentity present = Current();
            SslServerAuthenticationOptions server = (SslServerAuthenticationOptions)options.SslServerAuthenticationOptions;
            (server.ServerCertificate, server.ServerCertificateSelectionCallback) = (null, null);
            (server.ServerCertificateContext, server.CertificateChainPolicy) = (present.Shown, present.Policy());
        },
        OnAuthenticateAsClient = (_, options) =>
        {
            ClusterIdentity present = Current();
            SslClientAuthenticationOptions client = (SslClientAuthenticationOptions)options.SslClientAuthenticationOptions;
            (client.ClientCertificates, client.LocalCertificateSelectionCallback) = (null, null);
            (client.ClientCertificateContext, client.CertificateChainPolicy) = (present.Shown, present.Policy());
            client.TargetHost = settings.Name;
        },
    };

    /// <summary>
    /// Processes are found by their IP addresses, which certificates need not have. So the name of the settings counts, not the address.
    /// </summary>
    private bool Accept(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        string? reason = (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
            ? ClusterIdentity.RejectName(certificate, settings.Name)
            : ClusterIdentity.Describe(chain);
        if (reason is not null && rejected.Add() is > 0 and long count)
        {
            LogRejected(count, certificate.Thumbprint, reason);
        }

        return reason is null;
    }

    /// <summary>The package logs each failed handshake with a stack trace, which could fill the disk. This counts them.</summary>
    private void Watch(IConnectionBuilder connections) => connections.Use(next => async connection =>
    {
        await next(connection);
        if (connection.Features.Get<ITlsHandshakeFeature>() is null or { Protocol: SslProtocols.None }
            && broken.Add() is > 0 and long count)
        {
            LogBroken(count, connection.RemoteEndPoint?.ToString());
        }
    });

    private void Reload()
    {
        try
        {
            byte[] present = Fingerprint();
            if (!present.AsSpan().SequenceEqual(files))
            {
                identity = ClusterIdentity.Load(settings, time);
                files = present;
                unreadable.End(out _);
                LogRenewed(identity.ExpiresAt);
            }
        }
        catch (Exception failure) when (failure is StartupException or IOException or UnauthorizedAccessException)
        {
            // The files are being replaced one after the other, or the new ones are wrong. They are read again.
            if (unreadable.Add() > 0)
            {
                LogUnreadable(identity.ExpiresAt, failure.Message);
            }
        }
    }

    /// <summary>Of the content: where a file is a link, as in Kubernetes, its time does not change when it is renewed.</summary>
    private byte[] Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in new[] { settings.Certificate, settings.Key, settings.PasswordFile, settings.Authority })
        {
            hash.AppendData(file.Length > 0 ? File.ReadAllBytes(file) : []);
        }

        return hash.GetHashAndReset();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} connections of processes that do not belong to the cluster were refused. The last certificate was {Thumbprint}: {Reason}")]
    private partial void LogRejected(long count, string thumbprint, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} connections ended before the TLS handshake was complete, the last one with {Address}. Either side has no certificate, "
            + "or one that the other refuses. Check Im:Cluster:Tls on both.")]
    private partial void LogBroken(long count, string? address);

    [LoggerMessage(LogLevel.Information, "The certificate of this process was renewed. New connections use it until {ExpiresAt:u}.")]
    private partial void LogRenewed(DateTime expiresAt);

    [LoggerMessage(
        LogLevel.Error,
        "The new certificate of this process cannot be used. The old one stays in use and expires on {ExpiresAt:u}. {Reason}")]
    private partial void LogUnreadable(DateTime expiresAt, string reason);
}
