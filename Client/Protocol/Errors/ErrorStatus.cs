namespace ImOrleans.Protocol.Errors;

/// <summary>The HTTP status of each refusal (RFC 9110, section 15). It follows from the class, with the exceptions listed here.</summary>
public static class ErrorStatus
{
    public static int HttpStatus(this ErrorCode code) => code.HttpStatus(code.Class());

    /// <param name="refusal">The class that came with the number, which can be newer than this version.</param>
    public static int HttpStatus(this ErrorCode code, RefusalClass refusal) => code switch
    {
        ErrorCode.WrongCredentials or ErrorCode.InvalidToken or ErrorCode.SessionEnded or ErrorCode.RefreshTokenReused => 401,
        ErrorCode.UnknownUser or ErrorCode.UnknownDevice => 404,
        ErrorCode.UsernameTaken or ErrorCode.GroupFull or ErrorCode.TooManyGroups or ErrorCode.TooManyConversations => 409,
        ErrorCode.MessageTooLarge => 413,
        _ => refusal switch
        {
            RefusalClass.Permission => 403,
            RefusalClass.Limit => 429,
            RefusalClass.Retryable => 503,
            _ => 400,
        },
    };
}
