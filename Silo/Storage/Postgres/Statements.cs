using Npgsql;

namespace ImOrleans.Silo.Storage.Postgres;

internal static class Statements
{
    /// <summary>Adds a statement with its parameters, by position. All statements of a batch travel together.</summary>
    /// <param name="values">Write <c>[array]</c> for one parameter that is an array: without brackets each of its items is one.</param>
    public static NpgsqlBatch With(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        NpgsqlBatchCommand command = new(sql);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
        return batch;
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        NpgsqlCommand command = new(sql, connection);
        Add(command.Parameters, values);
        return command;
    }

    private static void Add(NpgsqlParameterCollection parameters, ReadOnlySpan<object> values)
    {
        foreach (object value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value });
        }
    }
}
