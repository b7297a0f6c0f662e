using System.Text.Json;
using ImOrleans.Protocol.Messages;
using Microsoft.Data.Sqlite;

namespace ImOrleans.Client.Sqlite;

/// <summary>The messages of all conversations.</summary>
internal static class MessageRows
{
    /// <summary>Adds or replaces messages, and removes the oldest of the conversations that were written to.</summary>
    public static void Save(SqliteConnection connection, IReadOnlyCollection<Message> messages, int most)
    {
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT OR REPLACE INTO messages VALUES ($id, $seq, $body)";
        SqliteParameter id = insert.Parameters.Add("$id", SqliteType.Text);
        SqliteParameter seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        SqliteParameter body = insert.Parameters.Add("$body", SqliteType.Text);
        foreach (Message message in messages)
        {
            id.Value = message.ConversationId;
            seq.Value = message.Seq;
            body.Value = JsonSerializer.Serialize(message, StoreJson.Default.Message);
            insert.ExecuteNonQuery();
        }

        foreach (string conversation in messages.Select(message => message.ConversationId).Distinct())
        {
            SqliteFile.Run(
                connection,
                "DELETE FROM messages WHERE conversationId = $id AND seq <= (SELECT max(seq) FROM messages WHERE conversationId = $id) - $most",
                ("$id", conversation),
                ("$most", most));
        }
    }
}
