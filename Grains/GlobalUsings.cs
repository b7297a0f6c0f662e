// Orleans has an ErrorCode of its own.
global using Orleans;
global using ErrorCode = ImOrleans.Protocol.Errors.ErrorCode;
