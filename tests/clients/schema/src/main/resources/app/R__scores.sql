UPDATE customer SET score = score + 10 WHERE name = 'ann';
