namespace ImOrleans.Grains.Push;

/// <summary>Sends notifications to devices through one provider. One instance for each configured provider in each silo.</summary>
public interface IPushSender
{
    /// <summary>The name in registrations, settings and metrics: "fcm", "apns", "webpush", "hms", "jpush", "getui" or "webhook".</summary>
    string Provider { get; }

    /// <summary>The most requests in one call of <see cref="SendAsync"/>.</summary>
    int MaxBatch { get; }

    /// <summary>Looks at the form only.</summary>
    /// <returns>Null when the provider could have issued such a token; otherwise one sentence for the client.</returns>
    string? FindFault(string token);

    /// <summary>Never throws for what a provider answers or does not answer.</summary>
    /// <param name="requests">At most <see cref="MaxBatch"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>In the order of the requests.</returns>
    Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken);
}
