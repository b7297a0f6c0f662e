namespace ImOrleans.Protocol.Errors;

/// <summary>The class of each number of the catalogue. A class never follows from the value of a number.</summary>
public static class ErrorClass
{
    /// <returns>Null for a number that this version does not know.</returns>
    public static RefusalClass? KnownClass(this ErrorCode code) => code switch
    {
        ErrorCode.NotAMember or ErrorCode.Muted or ErrorCode.NotTheSender
            or ErrorCode.WrongCredentials or ErrorCode.InvalidToken or ErrorCode.SessionEnded or ErrorCode.RefreshTokenReused
            or ErrorCode.NotTheAdministrator or ErrorCode.ForeignOrigin
            or ErrorCode.PeerDeleted or ErrorCode.OperatorAccount or ErrorCode.WrongPassword
            or ErrorCode.NotInGroup or ErrorCode.NotTheOwner => RefusalClass.Permission,
        ErrorCode.MalformedRequest or ErrorCode.InvalidId or ErrorCode.InvalidDraft or ErrorCode.MessageTooLarge or ErrorCode.UnknownKind
            or ErrorCode.InvalidRange or ErrorCode.InvalidCursor
            or ErrorCode.InvalidUsername or ErrorCode.InvalidPassword or ErrorCode.UsernameTaken or ErrorCode.UnknownUser
            or ErrorCode.InvalidDevice or ErrorCode.InvalidDisplayName or ErrorCode.InvalidQuery or ErrorCode.UnknownDevice or ErrorCode.InvalidPolicy
            or ErrorCode.InvalidGroupName or ErrorCode.GroupFull or ErrorCode.InvalidMembers
            or ErrorCode.PushNotConfigured or ErrorCode.InvalidPushToken or ErrorCode.InvalidPushSettings or ErrorCode.InvalidNotifyLevel
            or ErrorCode.InvalidVisibility or ErrorCode.TooManyWatched or ErrorCode.InvalidReceipts
            or ErrorCode.TooManyGroups or ErrorCode.TooManyConversations => RefusalClass.BadValue,
        ErrorCode.OutboxFull or ErrorCode.Discarded => RefusalClass.Client,
        ErrorCode.Unavailable or ErrorCode.StoreUnavailable => RefusalClass.Retryable,
        ErrorCode.TooManyAttempts or ErrorCode.TooManyRegistrations or ErrorCode.TooManySends or ErrorCode.TooManyConnections
            or ErrorCode.TooManyCalls or ErrorCode.TooMuchUnsent
            or ErrorCode.TooManyGroupsToday or ErrorCode.TooManyAdditions or ErrorCode.TooMuchStored => RefusalClass.Limit,
        _ => null,
    };

    /// <returns>For an unknown number <see cref="RefusalClass.BadValue"/>, so that a client does not repeat the call.</returns>
    public static RefusalClass Class(this ErrorCode code) => code.KnownClass() ?? RefusalClass.BadValue;

    /// <summary>The same request can succeed later: <see cref="RefusalClass.Retryable"/> or <see cref="RefusalClass.Limit"/>.</summary>
    public static bool CanSucceedLater(this RefusalClass refusal) => refusal is RefusalClass.Retryable or RefusalClass.Limit;

    /// <summary>The name on the wire.</summary>
    public static string Name(this RefusalClass refusal) => refusal switch
    {
        RefusalClass.Permission => "permission",
        RefusalClass.Retryable => "retryable",
        RefusalClass.Limit => "limit",
        RefusalClass.Client => "client",
        _ => "bad-value",
    };

    /// <param name="name">A name from the wire.</param>
    /// <returns>Null for none, and for a class that this version does not know.</returns>
    public static RefusalClass? Parse(string? name) => name switch
    {
        "permission" => RefusalClass.Permission,
        "bad-value" => RefusalClass.BadValue,
        "retryable" => RefusalClass.Retryable,
        "limit" => RefusalClass.Limit,
        "client" => RefusalClass.Client,
        _ => null,
    };
}
