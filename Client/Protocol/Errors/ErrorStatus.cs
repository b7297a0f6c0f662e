namespace ImOrleans.Protocol.Errors;

/// <summary>The HTTP status of each refusal, RFC 9110 section 15.</summary>
public static class ErrorStatus
{
    public static int HttpStatus(this ErrorCode code) => code switch
    {
        ErrorCode.NotAMember or ErrorCode.Muted or ErrorCode.NotTheSender => 403,
        ErrorCode.NotInGroup or ErrorCode.NotTheOwner or ErrorCode.NotTheAdministrator or ErrorCode.ForeignOrigin => 403,
        ErrorCode.UnknownUser or ErrorCode.UnknownDevice => 404,
        ErrorCode.UsernameTaken or ErrorCode.GroupFull => 409,
        ErrorCode.MessageTooLarge => 413,
        ErrorCode.WrongCredentials or ErrorCode.InvalidToken or ErrorCode.SessionEnded or ErrorCode.RefreshTokenReused => 401,
        >= (ErrorCode)1900 => 429,
        >= (ErrorCode)1800 => 503,
        _ => 400,
    };
}
