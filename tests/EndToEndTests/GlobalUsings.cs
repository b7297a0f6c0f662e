// Orleans has an ErrorCode of its own in a namespace that its package imports everywhere.
global using ErrorCode = ImOrleans.Protocol.Errors.ErrorCode;
