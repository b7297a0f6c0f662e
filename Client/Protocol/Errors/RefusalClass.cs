namespace ImOrleans.Protocol.Errors;

/// <summary>How a caller can react to a refusal, also to one with an unknown number. On the wire: <see cref="ErrorClass.Name"/>.</summary>
public enum RefusalClass
{
    /// <summary>
    /// <c>permission</c>: the caller is not allowed to do this. Another caller, or the same one after signing in again, can be allowed.
    /// </summary>
    Permission = 1,

    /// <summary>
    /// <c>bad-value</c>: a value is outside its rule, or in conflict with what is stored. The same request is refused again.
    /// </summary>
    BadValue = 2,

    /// <summary>
    /// <c>retryable</c>: a part of the server does not answer, and the outcome is unknown. The same request can succeed later.
    /// </summary>
    Retryable = 3,

    /// <summary><c>limit</c>: too much in too short a time; nothing was done. The same request can succeed after its wait.</summary>
    Limit = 4,

    /// <summary><c>client</c>: made by a client itself, never by a server.</summary>
    Client = 5,
}
